namespace Replication.Core.Errors;

/// <summary>
/// The root of every error this product raises on purpose. A refusal names a stable id, the object, what was found,
/// what is needed and the next step (INV-10); the message is composed from those facts so that no caller has to.
/// </summary>
public class ReplicationException : Exception
{
    public ReplicationException(
        string errorId, string target, string found, string? needed = null, string? nextStep = null, Exception? inner = null)
        : base(Compose(target, found, needed, nextStep), inner)
    {
        ErrorId = errorId;
        Target = target;
        Found = found;
        Needed = needed;
        NextStep = nextStep;
    }

    /// <summary>Stable PascalCase id; scripts and tests match on it, so it never changes once released.</summary>
    public string ErrorId { get; }

    /// <summary>The object that was refused: a path, a VM, a snapshot id.</summary>
    public string Target { get; }

    public string Found { get; }

    public string? Needed { get; }

    public string? NextStep { get; }

    /// <summary>True when the same call may succeed later without anybody changing anything.</summary>
    public virtual bool IsTransient => false;

    private static string Compose(string target, string found, string? needed, string? nextStep)
    {
        string text = $"{target}: {found}";
        if (needed is not null) text += $" Needed: {needed}";
        if (nextStep is not null) text += $" {nextStep}";
        return text;
    }
}
