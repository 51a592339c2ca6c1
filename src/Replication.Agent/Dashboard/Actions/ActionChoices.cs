using Microsoft.Extensions.Primitives;

namespace Replication.Agent.Dashboard.Actions;

/// <summary>What an operator chose for an action.</summary>
/// <param name="PointId">Recovery point; null for the newest.</param>
/// <param name="Instant">Run from the mounted point instead of from copies of its disks.</param>
/// <param name="NoStart">Leave the machine off.</param>
internal sealed record ActionChoices(string? PointId, bool Instant, bool NoStart)
{
    public const string Point = "point";
    public const string InstantName = "instant";
    public const string NoStartName = "no-start";

    /// <summary>Ids are shorter by far.</summary>
    private const int MaximumIdLength = 100;

    public static ActionChoices Of(Func<string, StringValues> value) => new(
        value(Point).ToString() is { Length: > 0 and <= MaximumIdLength } point ? point : null, value(InstantName) == "on", value(NoStartName) == "on");
}
