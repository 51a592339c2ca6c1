namespace Replication.Core.Rules.Guests;

/// <summary>One prerequisite: what it is called, what it needs and what to do; the answers are made of it.</summary>
/// <param name="Id">The id of the requirement.</param>
/// <param name="ErrorId">The id under which an operation refuses.</param>
/// <param name="Family">The family of guests it is about; null for both.</param>
/// <param name="Severity">How much a failure matters.</param>
/// <param name="Needed">What should be there.</param>
/// <param name="Fix">What to do when it is not.</param>
internal sealed record GuestRule(
    string Id, string ErrorId, GuestFamily? Family, FindingSeverity Severity, string Needed, string Fix)
{
    public Finding Passed(string target, string found) => Answer(FindingStatus.Passed, target, found);

    public Finding Failed(string target, string found) => Answer(FindingStatus.Failed, target, found);

    public Finding Unknown(string target, string reason) => Answer(FindingStatus.Unknown, target, $"Not known: {reason}");

    public Finding NotApplicable(string target, string reason) => Answer(FindingStatus.NotApplicable, target, reason);

    /// <summary>The answer where one fact decides; <paramref name="found"/> says it in words.</summary>
    public Finding Judge<T>(string target, Fact<T> fact, Func<T, bool> passes, Func<T, string> found)
    {
        if (!fact.IsKnown) return Unknown(target, fact.Source);
        string words = $"{found(fact.Value)} ({fact.Source})";
        return passes(fact.Value) ? Passed(target, words) : Failed(target, words);
    }

    /// <summary>The answer of a rule of the other family, or of a guest whose family is not known; null when the rule is to be asked.</summary>
    public Finding? OutOfScope(GuestFacts facts, string target) => (Family, facts.OperatingSystem.Family) switch
    {
        (null, _) => null,
        (_, null) => Unknown(target, $"which system is installed; {facts.OperatingSystemSource}"),
        var (wanted, family) when wanted == family => null,
        var (_, family) => NotApplicable(target, $"The guest runs {family}."),
    };

    private Finding Answer(FindingStatus status, string target, string found) =>
        new(Id, ErrorId, status, Severity, target, found, Needed, Fix);
}
