using System.Text.Json;
using Replication.Core.Errors;

namespace Replication.Remote.Calls;

/// <summary>What the server at the other end refuses, in the words of this end.</summary>
internal static class RemoteErrors
{
    /// <summary>Codes of the server's own protocol have this ending; everything else is an error id and means here what it means there.</summary>
    private const string ProtocolEnding = "Exception";

    public static SnapshotStoreException Refused(RemoteCall call, int status, string? code, string? message)
    {
        string found = message is { Length: > 0 } ? message : $"The server answered status {status}.";
        if (code is null)
        {
            return new SnapshotStoreException(
                "RemoteAnswerInvalid", call.Target, $"Status {status} without an error of the protocol.", "a server of /replication/v1.", "Check the site's address.");
        }

        return code.EndsWith(ProtocolEnding, StringComparison.Ordinal)
            ? new SnapshotStoreException(
                "RemoteRequestRefused", call.Target, $"The server refuses: {code}. {found}", "a request that it accepts.",
                "Check the site's keys, its region and the clocks of both sides.")
            : new SnapshotStoreException(code, call.Target, found);
    }

    public static RemoteCallException Unreachable(RemoteCall call, Uri address, Exception error, TimeSpan elapsed) => new(
        "RemoteUnreachable", call.Target, $"{address} did not answer for {elapsed.TotalSeconds:0} s: {Innermost(error)}", "a server that answers.",
        "Check it, and the way to it; what was sent stays there, and the same verb continues.", error);

    public static SnapshotStoreException Invalid(RemoteCall call, string found, Exception? inner = null) =>
        new("RemoteAnswerInvalid", call.Target, found, "an answer as /replication/v1 defines it.", inner: inner);

    public static SnapshotStoreException SnapshotNotFound(string snapshotId) =>
        new(ErrorIds.SnapshotNotFound, $"snapshot {snapshotId}", "there is none.") { SnapshotId = snapshotId };

    /// <summary>Code and message of a rest-json error; null where the body is none.</summary>
    public static string? MessageOf(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, RemoteJson.Default.ErrorDocument)?.Message;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Innermost(Exception error) => error.GetBaseException().Message;
}
