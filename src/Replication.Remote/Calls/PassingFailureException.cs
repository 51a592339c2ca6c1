namespace Replication.Remote.Calls;

/// <summary>An answer that says "later", or one that arrived damaged. Never leaves this assembly: it is repeated, or becomes an error.</summary>
internal sealed class PassingFailureException(string message) : Exception(message);
