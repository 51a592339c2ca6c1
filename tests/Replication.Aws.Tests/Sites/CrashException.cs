namespace Replication.Aws.Tests.Sites;

/// <summary>Stands for the end of the process.</summary>
public sealed class CrashException : Exception;
