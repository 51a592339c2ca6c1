using Replication.Agent.Server.Errors;
using Replication.Core.Errors;

namespace Replication.Agent.Server.EbsDirect;

/// <summary>Every refusal of the EBS direct APIs with the status, code and reason that the service's model gives it.</summary>
internal static class EbsErrors
{
    public const string InvalidParameter = "INVALID_PARAMETER_VALUE";
    public const string InvalidBlock = "INVALID_BLOCK";
    public const string InvalidSnapshotId = "INVALID_SNAPSHOT_ID";
    public const string InvalidVolumeSize = "INVALID_VOLUME_SIZE";
    public const string InvalidTag = "INVALID_TAG";
    public const string InvalidPageToken = "INVALID_PAGE_TOKEN";
    public const string InvalidBlockToken = "INVALID_BLOCK_TOKEN";
    public const string UnrelatedSnapshots = "UNRELATED_SNAPSHOTS";
    public const string InvalidCustomerKey = "INVALID_CUSTOMER_KEY";

    public static ServiceException Validation(string reason, string message, Exception? inner = null) =>
        new(new ServiceError(400, "ValidationException", message, reason), inner);

    public static ServiceException NotFound(string snapshotId, Exception? inner = null) =>
        new(new ServiceError(404, "ResourceNotFoundException", $"The snapshot '{snapshotId}' does not exist.", "SNAPSHOT_NOT_FOUND"), inner);

    public static ServiceException NotYours(string snapshotId) =>
        new(new ServiceError(403, "AccessDeniedException", $"The account of the request does not own snapshot '{snapshotId}'.", "UNAUTHORIZED_ACCOUNT"));

    public static ServiceException TooManyPending(int maximum) =>
        new(new ServiceError(400, "ConcurrentLimitExceededException", $"The account has {maximum} pending snapshots, which is the limit."));

    /// <summary>What a refusal of the store is called on the wire; null where the fault is the server's own.</summary>
    public static ServiceException? Translate(SnapshotStoreException error) => error.ErrorId switch
    {
        "SnapshotNotFound" => NotFound(error.SnapshotId ?? "", error),
        "SnapshotNotPending" => Validation(InvalidSnapshotId, $"The snapshot '{error.SnapshotId}' is not in the pending state.", error),
        "SnapshotNotCompleted" => Validation(InvalidSnapshotId, $"The snapshot '{error.SnapshotId}' is not in the completed state.", error),
        "ParentNotUsable" => Validation(InvalidSnapshotId, error.Message, error),
        "BlockOutOfRange" => Validation(InvalidBlock, error.Message, error),
        "ChecksumMismatch" or "ChangedBlockCountMismatch" or "InvalidRequest" => Validation(InvalidParameter, error.Message, error),
        "InvalidLength" => Validation(InvalidVolumeSize, error.Message, error),
        "UnrelatedSnapshots" => Validation(UnrelatedSnapshots, error.Message, error),
        "ClientTokenConflict" => new ServiceException(new ServiceError(409, "ConflictException", "The client token was used before with other parameters."), error),
        "StorageFull" => new ServiceException(
            new ServiceError(402, "ServiceQuotaExceededException", "The storage of the server is full.", "DEPENDENCY_SERVICE_QUOTA_EXCEEDED"), error),
        "StoreReadOnly" => new ServiceException(
            new ServiceError(403, "AccessDeniedException", "The storage of the server is open for reading only.", "DEPENDENCY_ACCESS_DENIED"), error),
        _ => null,
    };
}
