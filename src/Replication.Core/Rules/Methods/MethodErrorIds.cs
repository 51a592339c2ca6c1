namespace Replication.Core.Rules.Methods;

/// <summary>Ids of refusals that the rules about transfer methods and access nodes give. docs/errors.md lists them.</summary>
public static class MethodErrorIds
{
    public const string VolumeSlotsExhausted = "VolumeSlotsExhausted";
    public const string InstanceAttachmentLimit = "InstanceAttachmentLimit";
    public const string PlacementInvalid = "PlacementInvalid";
    public const string AccessNodeZoneMismatch = "AccessNodeZoneMismatch";
    public const string ImportNeedsWindowsNode = "ImportNeedsWindowsNode";
    public const string ImportDiskTooLarge = "ImportDiskTooLarge";
    public const string MethodNotPossible = "MethodNotPossible";
    public const string MethodNotOfProfile = "MethodNotOfProfile";
    public const string NvmeTargetNotSupported = "NvmeTargetNotSupported";
    public const string OsNotSupported = "OsNotSupported";
    public const string UserCheckpointsPresent = "UserCheckpointsPresent";
    public const string NetworkOverrideNotSupported = "NetworkOverrideNotSupported";
    public const string HardwareVirtualizationMissing = "HardwareVirtualizationMissing";
    public const string DepDisabled = "DepDisabled";
}
