using System.Text;
using Replication.Core.Errors;

namespace Replication.Agent.Dashboard;

/// <summary>Asks for a new password: twice and unseen at a terminal, else the first line of standard input. Never an argument, which others can read.</summary>
internal static class PasswordPrompt
{
    /// <exception cref="ReplicationException">DashboardPasswordInvalid.</exception>
    public static string Ask(string user)
    {
        if (Console.IsInputRedirected)
            return Console.In.ReadLine() ?? throw new ReplicationException("DashboardPasswordInvalid", $"User {user}", "Standard input has no line.", "the password as its first line.");
        string first = Read($"Password of {user}: ");
        return Read("Again: ") == first ? first : throw new ReplicationException("DashboardPasswordInvalid", $"User {user}", "The two passwords differ.", "the same one twice.");
    }

    private static string Read(string prompt)
    {
        Console.Error.Write(prompt);
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                if (typed.Length > 0) typed.Length--;
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
