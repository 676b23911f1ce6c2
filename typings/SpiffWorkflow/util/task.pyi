class TaskState:
    READY: int
    COMPLETED: int
