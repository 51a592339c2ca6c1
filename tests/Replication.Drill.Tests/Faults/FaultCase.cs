using Replication.Agent.Server.Faults;

namespace Replication.Drill.Tests.Faults;

/// <summary>One fault at one call of an operation.</summary>
/// <param name="Service">Service of the operation.</param>
/// <param name="Operation">Its name.</param>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Call">Which call of the life, from 1.</param>
internal sealed record FaultCase(string Service, string Operation, FaultKind Kind, long Call)
{
    private const double SlowSeconds = 0.2;

    public FaultRule Rule => new()
    {
        Kind = Kind,
        Service = Service,
        Operation = Operation,
        FirstCall = Call,
        LastCall = Call,
        DelaySeconds = SlowSeconds,
        Calls = 1,
    };

    /// <summary>
    /// Whoever tries again in a moment succeeds. Credentials that have expired, and quotas other than those that EBS direct
    /// frees by itself, are for a person to renew. EC2 leaves out of a description what a filter does not find; that it
    /// refuses one as it refuses unknown ids is a fault beyond what it does.
    /// </summary>
    public bool PassesByItself => Kind switch
    {
        FaultKind.ExpiredCredentials => false,
        FaultKind.Quota => Service == "ebs",
        FaultKind.NotFoundAfterCreation => !Operation.StartsWith("Describe", StringComparison.Ordinal),
        _ => true,
    };

    /// <summary>Every kind that can happen to the operation, at its first, a middle and its last call.</summary>
    public static IEnumerable<FaultCase> Of(string service, string operation, long calls)
    {
        foreach (FaultKind kind in Enum.GetValues<FaultKind>().Where(kind => Happens(kind, service, operation)))
        {
            foreach (long call in ((long[])[1, (calls + 1) / 2, calls]).Distinct()) yield return new FaultCase(service, operation, kind, call);
        }
    }

    public override string ToString() => $"{Kind} at call {Call} of {Service} {Operation}";

    private static bool Happens(FaultKind kind, string service, string operation) => kind switch
    {
        FaultKind.ExpiredBlockToken => operation == "GetSnapshotBlock",
        FaultKind.EmptyPage => operation is "ListSnapshotBlocks" or "ListChangedBlocks" || (service == "ec2" && operation.StartsWith("Describe", StringComparison.Ordinal)),
        // An object of S3 is there for everybody once its writer was answered.
        FaultKind.NotFoundAfterCreation => service is "ebs" or "ec2",
        _ => true,
    };
}
