using Amazon.EC2;
using Replication.Aws.Snapshots.Calls;

namespace Replication.Aws.Ec2;

/// <summary>
/// What an error of EC2 means for whoever called. Codes are those of
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html.
/// </summary>
public static class Ec2Errors
{
    // Resources that are there but busy with what was asked of them before.
    private static readonly HashSet<string> Busy = new(StringComparer.Ordinal)
    {
        "ConcurrentSnapshotLimitExceeded", "PendingSnapshotLimitExceeded", "VolumeInUse", "IncorrectState", "IncorrectInstanceState",
        "InvalidNetworkInterface.InUse", "DependencyViolation",
    };

    // Capacity of the zone; another zone or type, or time, helps.
    private static readonly HashSet<string> Capacity = new(StringComparer.Ordinal)
    {
        "InsufficientInstanceCapacity", "InsufficientCapacity", "InsufficientHostCapacity", "InsufficientVolumeCapacity",
    };

    /// <summary>An image that was deregistered.</summary>
    private const string ImageGone = "InvalidAMIID.Unavailable";

    /// <summary>
    /// The same call may succeed later without anybody changing anything: throttling, a failure at the service's side, no
    /// connection. The client has retried a few times already when this surfaces.
    /// </summary>
    public static bool IsTransient(Exception error) => FailureClassifier.Classify(error) is AwsFailure.Transient or AwsFailure.Throttled;

    public static bool IsThrottling(Exception error) => FailureClassifier.Classify(error) is AwsFailure.Throttled;

    /// <summary>
    /// The service knows no such resource. Right after a creation the same answer means that the part of the service that
    /// was asked has not heard of it yet: see <see cref="Waiting.ResourceWaiter.UntilVisibleAsync"/>.
    /// </summary>
    public static bool IsNotFound(Exception error) =>
        error is AmazonEC2Exception { ErrorCode: { } code } && (code.EndsWith(".NotFound", StringComparison.Ordinal) || code == ImageGone);

    /// <summary>The resource is busy with an earlier call; waiting for its state and asking again helps.</summary>
    public static bool IsBusy(Exception error) => error is AmazonEC2Exception { ErrorCode: { } code } && Busy.Contains(code);

    /// <summary>The zone has no capacity for this now; another zone or type may.</summary>
    public static bool IsOutOfCapacity(Exception error) => error is AmazonEC2Exception { ErrorCode: { } code } && Capacity.Contains(code);

    /// <summary>What EC2 answers to a <c>DryRun</c> of a call that it would have allowed.</summary>
    public static bool IsAllowedDryRun(Exception error) => error is AmazonEC2Exception ec2 && ec2.ErrorCode is "DryRunOperation";
}
