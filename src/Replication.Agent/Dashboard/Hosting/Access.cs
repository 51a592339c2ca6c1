namespace Replication.Agent.Dashboard.Hosting;

/// <summary>Who may ask for something.</summary>
internal enum Access
{
    /// <summary>Whoever reaches the page.</summary>
    Anyone,

    /// <summary>Whoever may look: on a machine's own address everybody, elsewhere who is signed in.</summary>
    Readers,

    /// <summary>Who is signed in and may act.</summary>
    Operators,
}
