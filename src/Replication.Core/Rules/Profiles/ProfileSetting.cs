namespace Replication.Core.Rules.Profiles;

/// <summary>One choice of a profile with where it comes from, so that a refusal can be traced to a document.</summary>
/// <param name="Value">The choice.</param>
/// <param name="Rule">Id of the requirement.</param>
/// <param name="Source">Document and section, or the decision where documents disagree.</param>
public sealed record ProfileSetting<T>(T Value, string Rule, string Source);
