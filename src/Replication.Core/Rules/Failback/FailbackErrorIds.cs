namespace Replication.Core.Rules.Failback;

/// <summary>Ids under which the prerequisites of a failback refuse. docs/errors.md lists them.</summary>
public static class FailbackErrorIds
{
    public const string InventoryInvalid = "InventoryInvalid";

    public const string NotReprotected = "NotReprotected";
    public const string ConfigServerMissing = "ConfigServerMissing";
    public const string ConfigServerNotConnected = "ConfigServerNotConnected";
    public const string VmNotInConfigDatabase = "VmNotInConfigDatabase";
    public const string ConfigServerAddressChanged = "ConfigServerAddressChanged";
    public const string RetainedIpNeedsPrivateLink = "RetainedIpNeedsPrivateLink";
    public const string ConfigServerNeedsTwoNics = "ConfigServerNeedsTwoNics";
    public const string SubnetOverlap = "SubnetOverlap";

    public const string ProcessServerMissing = "ProcessServerMissing";
    public const string DataPathBypassed = "DataPathBypassed";
    public const string ProcessServerFar = "ProcessServerFar";
    public const string ProcessServerOnPremNeedsExpressRoute = "ProcessServerOnPremNeedsExpressRoute";
    public const string ProcessServerWrongNetwork = "ProcessServerWrongNetwork";
    public const string ProcessServerCannotReach = "ProcessServerCannotReach";

    public const string MasterTargetMissing = "MasterTargetMissing";
    public const string MasterTargetFull = "MasterTargetFull";
    public const string MasterTargetBusy = "MasterTargetBusy";
    public const string MixedOsGroup = "MixedOsGroup";
    public const string GroupNeedsOneMasterTarget = "GroupNeedsOneMasterTarget";
    public const string MasterTargetOsTooOld = "MasterTargetOsTooOld";
    public const string MasterTargetOsMismatch = "MasterTargetOsMismatch";
    public const string MasterTargetHasSnapshots = "MasterTargetHasSnapshots";
    public const string MasterTargetParavirtualScsi = "MasterTargetParavirtualScsi";
    public const string MasterTargetNeedsLsiLogic = "MasterTargetNeedsLsiLogic";
    public const string MasterTargetNoTools = "MasterTargetNoTools";
    public const string MasterTargetDiskUuid = "MasterTargetDiskUuid";
    public const string MasterTargetNotExcludedFromVMotion = "MasterTargetNotExcludedFromVMotion";

    public const string FailbackPolicyMissing = "FailbackPolicyMissing";
    public const string FailbackPolicyChanged = "FailbackPolicyChanged";
    public const string FailbackPolicyReadOnly = "FailbackPolicyReadOnly";

    public const string NoPrivateLink = "NoPrivateLink";
    public const string PortClosed = "PortClosed";
    public const string VmCannotReachProcessServer = "VmCannotReachProcessServer";
    public const string VmCannotReachConfigServer = "VmCannotReachConfigServer";
    public const string BandwidthTooLow = "BandwidthTooLow";

    public const string DisksMoved = "DisksMoved";
    public const string RetentionDriveMissing = "RetentionDriveMissing";
    public const string RetentionDriveInUse = "RetentionDriveInUse";
    public const string RetentionDriveLocked = "RetentionDriveLocked";
    public const string RetentionDriveIsCache = "RetentionDriveIsCache";
    public const string RetentionDriveFat = "RetentionDriveFat";
    public const string RetentionDriveEmpty = "RetentionDriveEmpty";
    public const string RetentionDrivePending = "RetentionDrivePending";

    public const string DatastoreNotWritable = "DatastoreNotWritable";
    public const string DatastoreNotAccessible = "DatastoreNotAccessible";
    public const string AlternateLocationUsesMasterTargetDatastore = "AlternateLocationUsesMasterTargetDatastore";
    public const string HostNotDiscovered = "HostNotDiscovered";
    public const string NoVmfsDatastore = "NoVmfsDatastore";
    public const string DatastoreTypeNotSupported = "DatastoreTypeNotSupported";
    public const string NameInUseOnHost = "NameInUseOnHost";
    public const string HostMemoryTooLow = "HostMemoryTooLow";

    public const string DiskUuidClash = "DiskUuidClash";
    public const string AgentNotRegistered = "AgentNotRegistered";
    public const string PrimaryMustStayOff = "PrimaryMustStayOff";
    public const string GroupNeedsRecoveryPlan = "GroupNeedsRecoveryPlan";
    public const string VmNotRunning = "VmNotRunning";
}
