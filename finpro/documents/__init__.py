"""Files made for somebody: asked for, made by the worker, kept in storage, fetched by whom they belong to."""
