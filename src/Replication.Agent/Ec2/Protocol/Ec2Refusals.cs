namespace Replication.Agent.Ec2.Protocol;

/// <summary>Refusals that more than one action gives, one factory each, so that one situation never has two codes.</summary>
internal static class Ec2Refusals
{
    public static Ec2Exception Missing(string parameter) =>
        new("MissingParameter", $"The request must contain the parameter {parameter}");

    public static Ec2Exception InvalidValue(string parameter, string value, string needed) =>
        new("InvalidParameterValue", $"Value ({value}) for parameter {parameter} is invalid. {needed}");

    public static Ec2Exception InvalidCombination(string message) => new("InvalidParameterCombination", message);

    public static Ec2Exception Unknown(string parameter) =>
        new("UnknownParameter", $"The parameter {parameter} is not recognized");

    public static Ec2Exception DryRun() =>
        new("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", Ec2Exception.PreconditionFailed);

    public static Ec2Exception NotFound(ResourceKind kind, string id) =>
        new(kind.NotFoundCode, $"The {kind.Noun} '{id}' does not exist");

    public static Ec2Exception Malformed(ResourceKind kind, string id) =>
        new(kind.MalformedCode, $"Invalid id: \"{id}\" (expecting \"{kind.Prefix}-...\")");

    public static Ec2Exception WrongState(string id, string state, string needed) =>
        new("IncorrectState", $"{id} is in the state '{state}'; {needed}");

    public static Ec2Exception WrongInstanceState(string id, string state, string verb) =>
        new("IncorrectInstanceState", $"The instance '{id}' is in the state '{state}', from which it cannot be {verb}.");

    public static Ec2Exception TokenReused() =>
        new("IdempotentParameterMismatch", "The client token was used before with other parameters.");
}
