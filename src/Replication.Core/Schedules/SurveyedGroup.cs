namespace Replication.Core.Schedules;

/// <summary>A group as a survey sees it.</summary>
/// <param name="Id">Of the group.</param>
/// <param name="Frequency">How often it is replicated.</param>
/// <param name="Changed">Whether something that its schedule is decided from changed since the survey before, other than by a run of its own.</param>
public sealed record SurveyedGroup(string Id, TimeSpan Frequency, bool Changed);
