"""What do customers ask of us after the sale, and do we answer in time?"""
