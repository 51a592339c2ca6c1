namespace Replication.Core.Rules.Methods;

/// <summary>Ids of refusals that the rules about transfer methods and access nodes give. docs/errors.md lists them.</summary>
public static class MethodErrorIds
{
    public const string VolumeSlotsExhausted = "VolumeSlotsExhausted";
    public const string InstanceAttachmentLimit = "InstanceAttachmentLimit";
}
