using Replication.Core.Errors;
using Replication.Core.Rules.Methods;

namespace Replication.Aws.Methods;

/// <summary>Refusals that are not those of one method.</summary>
internal static class TransferMethodErrors
{
    public static ReplicationException NotAvailable(TransferMethod method, IEnumerable<TransferMethod> others) => new(
        "TransferMethodNotAvailable", $"Transfer method {method}", "A site of AWS does not take data this way.", $"{string.Join(", ", others.Prepend(TransferMethod.Ebs))}.",
        "Set another method on the group or the site.");

    public static ReplicationException BaseMissing(string machine, string diskId, string snapshotId) => new(
        "IntegritySnapshotMissing", $"VM {machine}", $"Reference snapshot {snapshotId} of {diskId} is gone; a full replication is required.", "that snapshot.",
        "Resynchronize the VM.");
}
