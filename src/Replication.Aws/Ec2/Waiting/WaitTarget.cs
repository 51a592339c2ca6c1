namespace Replication.Aws.Ec2.Waiting;

/// <summary>What is waited for: how to describe resources of a kind and how to judge one.</summary>
/// <typeparam name="T">Description of one resource.</typeparam>
/// <param name="Kind">"instance", "volume": first word of the error text.</param>
/// <param name="Wanted">Name of the wanted state.</param>
/// <param name="DescribeAsync">Descriptions by id. May leave out or refuse (not found) what the service does not know.</param>
/// <param name="Judge">Of one description.</param>
/// <param name="GoneIsReached">Whether a resource that the service does not know any more is what is waited for.</param>
public sealed record WaitTarget<T>(
    string Kind,
    string Wanted,
    Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyDictionary<string, T>>> DescribeAsync,
    Func<T, Observation> Judge,
    bool GoneIsReached = false);
