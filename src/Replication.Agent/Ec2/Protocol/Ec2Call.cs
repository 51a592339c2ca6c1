using Replication.Agent.Ec2.State;

namespace Replication.Agent.Ec2.Protocol;

/// <summary>One request: who asks for what, where.</summary>
internal sealed class Ec2Call(Ec2Cloud cloud, Ec2Region region, string accountId, string action, IReadOnlyDictionary<string, string> parameters)
{
    private static readonly string[] Envelope = ["Action", "Version"];

    public Ec2Cloud Cloud { get; } = cloud;

    public Ec2Region Region { get; } = region;

    public string AccountId { get; } = accountId;

    public string Action { get; } = action;

    public QueryParameters Parameters { get; } = new(
        parameters.Where(pair => !Envelope.Contains(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal));

    /// <summary>An injected fault: a page without items and with a token to go on.</summary>
    public bool WantsEmptyPage { get; init; }

    public DateTimeOffset Now { get; } = region.Time.GetUtcNow();

    /// <summary>
    /// Ends the reading of parameters: after it the action has an effect. Refuses what nobody read, and answers a dry run.
    /// </summary>
    public void Begin()
    {
        bool dryRun = Parameters.Flag("DryRun") ?? false;
        if (Parameters.FirstUnread() is { } unread) throw Ec2Refusals.Unknown(unread);
        if (dryRun) throw Ec2Refusals.DryRun();
    }

    /// <summary>Tells whether two requests with one client token are the same request.</summary>
    public string Fingerprint() => Fingerprints.Of(parameters.Where(pair => !Envelope.Contains(pair.Key)));
}
