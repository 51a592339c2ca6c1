namespace Replication.Drill.Tests.Support;

/// <summary>How the verbs of a life are run: with faults, or killed half-way.</summary>
internal interface IVerbs
{
    /// <summary>Runs a verb until it succeeded, however often that takes; fails where it may not.</summary>
    Task RunAsync(string verb, string? argument, CancellationToken cancellationToken);
}
