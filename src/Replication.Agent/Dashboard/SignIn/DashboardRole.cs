namespace Replication.Agent.Dashboard.SignIn;

internal enum DashboardRole
{
    Unknown,

    /// <summary>Looks at everything.</summary>
    Viewer,

    /// <summary>Starts replications and test failovers as well, and ends tests.</summary>
    Operator,
}
