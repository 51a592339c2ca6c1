namespace Replication.Agent.Ec2.Protocol;

/// <summary>Refusals that more than one action gives, one factory each, so that one situation never has two codes.</summary>
internal static class Ec2Refusals
{
    public static Ec2Refusal Missing(string parameter) =>
        new Ec2Refusal("MissingParameter", $"The request must contain the parameter {parameter}");

    public static Ec2Refusal InvalidValue(string parameter, string value, string needed) =>
        new Ec2Refusal("InvalidParameterValue", $"Value ({value}) for parameter {parameter} is invalid. {needed}");

    public static Ec2Refusal InvalidCombination(string message) => new Ec2Refusal("InvalidParameterCombination", message);

    public static Ec2Refusal Unknown(string parameter) =>
        new Ec2Refusal("UnknownParameter", $"The parameter {parameter} is not recognized");

    public static Ec2Refusal DryRun() =>
        new Ec2Refusal("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", Ec2Refusal.PreconditionFailed);

    public static Ec2Refusal NotFound(ResourceKind kind, string id) =>
        new Ec2Refusal(kind.NotFoundCode, $"The {kind.Noun} '{id}' does not exist");

    public static Ec2Refusal Malformed(ResourceKind kind, string id) =>
        new Ec2Refusal(kind.MalformedCode, $"Invalid id: \"{id}\" (expecting \"{kind.Prefix}-...\")");

    public static Ec2Refusal WrongState(string id, string state, string needed) =>
        new Ec2Refusal("IncorrectState", $"{id} is in the state '{state}'; {needed}");

    public static Ec2Refusal WrongInstanceState(string id, string state, string verb) =>
        new Ec2Refusal("IncorrectInstanceState", $"The instance '{id}' is in the state '{state}', from which it cannot be {verb}.");

    public static Ec2Refusal TokenReused() =>
        new Ec2Refusal("IdempotentParameterMismatch", "The client token was used before with other parameters.");
}
