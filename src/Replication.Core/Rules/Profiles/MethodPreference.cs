namespace Replication.Core.Rules.Profiles;

/// <summary>What a profile chooses where several methods would do.</summary>
public enum MethodPreference
{
    /// <summary>HotAdd unless a reason speaks against it; then EBS between Amazon sites, import from elsewhere.</summary>
    HotAdd,

    /// <summary>EBS direct unless HotAdd is possible and known to move fewer bytes.</summary>
    Ebs,
}
