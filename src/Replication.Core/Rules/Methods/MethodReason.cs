namespace Replication.Core.Rules.Methods;

/// <param name="Kind">Stable name.</param>
/// <param name="Rule">Id of the requirement.</param>
/// <param name="Text">The reason with the names of this case.</param>
/// <param name="Remedy">What would remove it; null where nothing needs to be removed.</param>
public sealed record MethodReason(MethodReasonKind Kind, string Rule, string Text, string? Remedy = null);
