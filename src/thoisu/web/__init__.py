"""The desk: pages to read, check and correct a store, and an HTTP API, on Litestar (see `app.create_app`)."""
