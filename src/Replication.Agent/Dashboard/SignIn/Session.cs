namespace Replication.Agent.Dashboard.SignIn;

/// <summary>Somebody who is signed in.</summary>
/// <param name="User">As the users' file had it at the sign-in.</param>
/// <param name="FormToken">Has to come back with every form: a page of another site cannot know it.</param>
/// <param name="Begun">When, UTC.</param>
internal sealed record Session(DashboardUser User, string FormToken, DateTimeOffset Begun)
{
    /// <summary>Without the token.</summary>
    public override string ToString() => $"{User.Name}, since {Begun:u}";
}
