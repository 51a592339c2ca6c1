using Replication.Core.Errors;

namespace Replication.Pipeline;

/// <summary>The one place that makes error records: stable id, real category, the item that failed, the next step.</summary>
internal static class Failures
{
    public static ErrorRecord Record(Exception error, object? target)
    {
        ReplicationException known = Known(error);
        var record = new ErrorRecord(known, known.ErrorId, FailureCategories.Of(known.ErrorId, known.IsTransient), target ?? known.Target);
        // PowerShell shows a recommendation on a line of its own; the message need not say it as well.
        if (known.NextStep is { } step)
            record.ErrorDetails = new ErrorDetails(known.Message.Replace($" {step}", "", StringComparison.Ordinal)) { RecommendedAction = step };
        return record;
    }

    /// <summary>Every error has an id: also those of the operating system, and defects of this program.</summary>
    public static ReplicationException Known(Exception error) => error switch
    {
        ReplicationException known => known,
        UnauthorizedAccessException => new ReplicationException(ErrorIds.AccessDenied, "This command", error.Message, inner: error),
        IOException => new ReplicationException(ErrorIds.InputOutputFailed, "This command", error.Message, inner: error),
        _ => new ReplicationException(ErrorIds.InternalError, "This command", error.ToString(), inner: error),
    };

    /// <summary>Whether an error belongs to the item at hand, so that the items behind it go on.</summary>
    public static bool IsOfItem(Exception error) => error is ReplicationException or IOException or UnauthorizedAccessException;
}
