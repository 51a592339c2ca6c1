namespace Replication.Runtime.Hosting;

/// <param name="Id">Of the job.</param>
/// <param name="Verb">What it does.</param>
/// <param name="Target">Name of the VM or group.</param>
public sealed record HostJob(string Id, string Verb, string Target);
