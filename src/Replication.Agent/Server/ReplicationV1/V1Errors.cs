using Replication.Agent.Server.Errors;
using Replication.Core.Errors;

namespace Replication.Agent.Server.ReplicationV1;

/// <summary>Refusals of /replication/v1. What the store refuses keeps the store's own error id, so that it means the same at both ends.</summary>
internal static class V1Errors
{
    public static ServiceException Malformed(string message, Exception? inner = null) => new(new ServiceError(400, "BodyMalformed", message), inner);

    public static ServiceException Parameter(string message) => new(new ServiceError(400, "InvalidParameter", message));

    public static ServiceException TooLarge(int maximum) => new(new ServiceError(413, "RequestEntityTooLargeException", $"The body is longer than {maximum} bytes."));

    public static ServiceException Encoding(string encoding) =>
        new(new ServiceError(415, "EncodingNotSupported", $"Content-Encoding '{encoding}' is not supported; br, deflate and identity are."));

    public static ServiceException PreconditionRequired() =>
        new(new ServiceError(428, "PreconditionRequired", "A manifest is changed with If-Match: \"version\", or made with If-None-Match: *."));

    public static ServiceException NotSupported(string what) => new(new ServiceError(501, "NotSupportedByStore", $"The store of this server cannot {what}."));

    public static ServiceException Translate(SnapshotStoreException error) => new(new ServiceError(Status(error.ErrorId), error.ErrorId, Message(error)), error);

    private static int Status(string errorId) => errorId switch
    {
        "SnapshotNotFound" or "ManifestNotFound" => 404,
        "SnapshotNotPending" or "SnapshotNotCompleted" or "ClientTokenConflict" or "RootMismatch" or "ChangedBlockCountMismatch" or "ParentNotUsable"
            or "UnrelatedSnapshots" or ErrorIds.StaleEpoch => 409,
        "ManifestConflict" => 412,
        "BlockOutOfRange" or "ChecksumMismatch" or "InvalidLength" or "InvalidRequest" or "InvalidManifestName" => 400,
        "StoreReadOnly" => 403,
        "StorageFull" => 507,
        _ => 500,
    };

    /// <summary>Where the server is at fault its message names its files, which are nobody else's business.</summary>
    private static string Message(SnapshotStoreException error) => Status(error.ErrorId) < 500
        ? error.Message
        : $"The store of the server reports {error.ErrorId}{(error.SnapshotId is null ? "" : $" for {error.SnapshotId}")}{(error.BlockIndex is null ? "" : $" block {error.BlockIndex}")}.";
}
