namespace Replication.Store.Tests.Faults;

/// <summary>A step of the scripted workload: which operations it took and what holds once it has returned.</summary>
internal sealed record Promise(int FirstOperation, int EndOperation, Action<PromisedState> Apply);
