"""The ERP: from parties and products at the bottom to documents and personnel at the top."""
