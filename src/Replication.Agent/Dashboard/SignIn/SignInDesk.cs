using Replication.Core.Service;

namespace Replication.Agent.Dashboard.SignIn;

/// <summary>Lets users in who know their password, one at a time: stretching passwords must not take every core from replication.</summary>
internal sealed class SignInDesk(UserFile users, SessionTable sessions, SignInGuard guard, ReplicationService service) : IDisposable
{
    private const string Verb = "DashboardSignIn";

    /// <summary>What the password of somebody who does not exist is compared with, in the same time.</summary>
    private static readonly PasswordHash Nobody = PasswordHash.Of(Guid.NewGuid().ToString());

    private readonly SemaphoreSlim _one = new(1);

    public async Task<SignInResult> SignInAsync(string name, string password, string remote, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (guard.WaitFor(name) is { Ticks: > 0 } wait) return new SignInResult(null, wait);
            DashboardUser? user = users.Find(name);
            bool matches = password.Length <= UserFile.MaximumPasswordLength
                && await Task.Run(() => (user?.Password ?? Nobody).Matches(password), cancellationToken);
            if (user is null || !matches)
            {
                bool blocked = guard.Failed(name);
                // What was typed as a name may be a password in the wrong place: only names that exist are written down.
                if (user is not null) await service.For(user.Actor).Jobs.RecordAsync(Verb, user.Name, blocked ? "Blocked" : "Refused", $"From {remote}", cancellationToken);
                return new SignInResult(null, guard.WaitFor(name));
            }

            guard.Succeeded(name);
            await service.For(user.Actor).Jobs.RecordAsync(Verb, user.Name, "Succeeded", $"From {remote}, as {user.Role}", cancellationToken);
            return new SignInResult(sessions.Begin(user), TimeSpan.Zero);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
