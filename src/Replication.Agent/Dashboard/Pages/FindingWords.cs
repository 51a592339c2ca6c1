using Replication.Agent.Dashboard.Markup;
using Replication.Core.Health;

namespace Replication.Agent.Dashboard.Pages;

/// <summary>What a health finds, with times as they are said on all pages.</summary>
internal static class FindingWords
{
    public static string Of(ReplicationHealth health, HealthFinding finding) => finding.Id switch
    {
        HealthIds.RpoViolated when health.RpoAge is { } age => $"The newest point is {Show.Span(age)} old; {Show.Span(health.RpoThreshold)} is allowed.",
        HealthIds.Silent when health.RpoAge is { } age => $"Nothing was replicated for {Show.Span(age)}.",
        _ => finding.Text,
    };
}
