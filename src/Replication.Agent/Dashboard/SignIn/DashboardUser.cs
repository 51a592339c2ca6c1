using System.Text.Json.Serialization;

namespace Replication.Agent.Dashboard.SignIn;

/// <param name="Name">Compared without case.</param>
/// <param name="Role">What the user may do.</param>
/// <param name="Password">Stretched.</param>
/// <param name="ChangedAt">When the password was set, UTC: a session from before has ended.</param>
internal sealed record DashboardUser(string Name, DashboardRole Role, PasswordHash Password, DateTimeOffset ChangedAt)
{
    [JsonIgnore]
    public bool MayAct => Role == DashboardRole.Operator;

    /// <summary>As the audit trail and the jobs have it.</summary>
    [JsonIgnore]
    public string Actor => $"{Name}@dashboard";
}
