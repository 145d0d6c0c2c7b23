"""One file a promise (docs/security/promises.md): each walks over every way the promise could be broken on, and fails
on a new one nobody placed."""
