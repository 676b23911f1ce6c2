"""The form language: form-js documents checked, rendered, read and answered."""
