using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Replication.Agent.Dashboard.SignIn;

/// <summary>
/// Who is signed in, in memory: a restart signs everybody out. The table has digests of the cookies' values, and never grows beyond its bound.
/// </summary>
internal sealed class SessionTable(UserFile users, TimeProvider time)
{
    /// <summary>Without a request a session ends after this.</summary>
    public static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(30);

    /// <summary>And after this in any case.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    internal const int Maximum = 256;
    private const int TokenLength = 32;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _sessions = new(StringComparer.Ordinal);

    /// <returns>Value of the cookie.</returns>
    public string Begin(DashboardUser user)
    {
        DateTimeOffset now = time.GetUtcNow();
        string cookie = NewToken();
        lock (_gate)
        {
            foreach (string ended in _sessions.Where(entry => HasEnded(entry.Value, now)).Select(entry => entry.Key).ToArray()) _sessions.Remove(ended);
            // Somebody who signs in again and again pushes out the session that was idle for longest.
            if (_sessions.Count >= Maximum) _sessions.Remove(_sessions.MinBy(entry => entry.Value.LastUse).Key);
            _sessions[Digest(cookie)] = new Entry(new Session(user, NewToken(), now), now);
        }

        return cookie;
    }

    /// <summary>The session of a cookie, which lasts longer by being used; null when there is none any more.</summary>
    /// <param name="cookie">Value of the cookie.</param>
    /// <param name="isUse">False for requests that a page makes by itself: a dashboard that is left open does not keep a person signed in.</param>
    public Session? Find(string? cookie, bool isUse)
    {
        if (string.IsNullOrEmpty(cookie)) return null;
        DateTimeOffset now = time.GetUtcNow();
        string digest = Digest(cookie);
        lock (_gate)
        {
            if (!_sessions.TryGetValue(digest, out Entry? entry)) return null;
            if (HasEnded(entry, now) || !IsStillAllowed(entry.Session))
            {
                _sessions.Remove(digest);
                return null;
            }

            if (isUse) _sessions[digest] = entry with { LastUse = now };
            return entry.Session;
        }
    }

    public void End(string? cookie)
    {
        if (string.IsNullOrEmpty(cookie)) return;
        lock (_gate) _sessions.Remove(Digest(cookie));
    }

    private static bool HasEnded(Entry entry, DateTimeOffset now) => now - entry.LastUse >= IdleLimit || now - entry.Session.Begun >= Lifetime;

    /// <summary>One whose password or role was changed signs in again; one that was removed cannot.</summary>
    private bool IsStillAllowed(Session session) =>
        users.Find(session.User.Name) is { } present && present.ChangedAt == session.User.ChangedAt && present.Role == session.User.Role;

    private static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenLength));

    private static string Digest(string cookie) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(cookie)));

    private sealed record Entry(Session Session, DateTimeOffset LastUse);
}
