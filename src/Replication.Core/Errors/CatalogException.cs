namespace Replication.Core.Errors;

public sealed class CatalogException : ReplicationException
{
    public CatalogException(
        string errorId, string target, string found, string? needed = null, string? nextStep = null, bool isTransient = false, Exception? inner = null)
        : base(errorId, target, found, needed, nextStep, inner) => IsTransient = isTransient;

    public override bool IsTransient { get; }
}
