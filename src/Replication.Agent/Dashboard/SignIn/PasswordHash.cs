using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Replication.Agent.Dashboard.SignIn;

/// <summary>PBKDF2 with HMAC-SHA-512: what stands in the users' file in place of a password.</summary>
/// <param name="Iterations">Work for each guess.</param>
/// <param name="Salt">Of this password alone.</param>
/// <param name="Hash">What the password is stretched to.</param>
internal sealed record PasswordHash(int Iterations, byte[] Salt, byte[] Hash)
{
    /// <summary>OWASP's Password Storage Cheat Sheet asks for at least 210,000 with SHA-512; about a tenth of a second of one core.</summary>
    public const int CurrentIterations = 210_000;

    /// <summary>A file that asks for more would keep the machine busy with every sign-in.</summary>
    public const int MaximumIterations = 10_000_000;

    private const int SaltLength = 16;
    private const int HashLength = 64;

    public static PasswordHash Of(string password)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltLength);
        return new PasswordHash(CurrentIterations, salt, Stretch(password, salt, CurrentIterations));
    }

    public bool Matches(string password) => CryptographicOperations.FixedTimeEquals(Stretch(password, Salt, Iterations), Hash);

    /// <summary>Whether the values are ones that this program could have written.</summary>
    [JsonIgnore]
    public bool IsSound => Iterations is >= CurrentIterations and <= MaximumIterations && Salt.Length >= SaltLength && Hash.Length == HashLength;

    /// <summary>Without the values: a log is no place for them.</summary>
    public override string ToString() => $"PBKDF2-SHA512, {Iterations} iterations";

    private static byte[] Stretch(string password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, HashAlgorithmName.SHA512, HashLength);
}
