// Namespaces, control groups and pidfds are Linux's.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
