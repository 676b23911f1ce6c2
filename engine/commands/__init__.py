"""What changes a definition, an instance, a task or a job?"""
