namespace Replication.Agent.Server.Errors;

/// <summary>An error as the wire carries it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">The service's own name of the error, on which clients decide.</param>
/// <param name="Message">For people.</param>
/// <param name="Reason">Finer code within the error, where the protocol has one.</param>
public sealed record ServiceError(int Status, string Code, string Message, string? Reason = null);
