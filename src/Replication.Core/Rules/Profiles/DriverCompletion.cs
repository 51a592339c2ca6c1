namespace Replication.Core.Rules.Profiles;

/// <summary>How drivers that were put into a Windows guest get initialised (X6).</summary>
public enum DriverCompletion
{
    /// <summary>The instance restarts once at the first logon of a user (AWS-16).</summary>
    FirstLogonRestart,

    /// <summary>The last step logs on to the instance by itself, which AutoAdminLogon must permit (PRC-08).</summary>
    AutomaticLogon,
}
