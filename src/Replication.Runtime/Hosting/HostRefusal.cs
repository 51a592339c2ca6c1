namespace Replication.Runtime.Hosting;

/// <param name="ErrorId">Stable id.</param>
/// <param name="Message">What was found and needed.</param>
public sealed record HostRefusal(string ErrorId, string Message);
