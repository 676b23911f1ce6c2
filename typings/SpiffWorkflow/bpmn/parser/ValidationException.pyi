class ValidationException(Exception):
    id: str
    name: str
