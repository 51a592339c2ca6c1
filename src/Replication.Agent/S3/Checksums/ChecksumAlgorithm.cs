namespace Replication.Agent.S3.Checksums;

/// <summary>The checksums that clients of S3 may send.</summary>
internal sealed record ChecksumAlgorithm(string Name, Func<RunningChecksum> Start)
{
    private const string HeaderPrefix = "x-amz-checksum-";
    private const ulong Crc32Polynomial = 0xEDB88320;
    private const ulong Crc32CPolynomial = 0x82F63B78;
    private const ulong Crc64NvmePolynomial = 0x9A6C9329AC4BCB85;

    public static IReadOnlyList<ChecksumAlgorithm> All { get; } =
    [
        new("CRC32", () => RunningChecksum.Of(new ReflectedCrc(Crc32Polynomial, 32))),
        new("CRC32C", () => RunningChecksum.Of(new ReflectedCrc(Crc32CPolynomial, 32))),
        new("CRC64NVME", () => RunningChecksum.Of(new ReflectedCrc(Crc64NvmePolynomial, 64))),
        new("SHA1", () => RunningChecksum.Of(System.Security.Cryptography.HashAlgorithmName.SHA1)),
        new("SHA256", () => RunningChecksum.Of(System.Security.Cryptography.HashAlgorithmName.SHA256)),
    ];

    public string Header => HeaderPrefix + Name.ToLowerInvariant();

    /// <summary>Its name in XML.</summary>
    public string Element => "Checksum" + Name;

    public static ChecksumAlgorithm? OfHeader(string header) => All.FirstOrDefault(item => item.Header.Equals(header, StringComparison.OrdinalIgnoreCase));

    public static ChecksumAlgorithm Get(string name) =>
        All.FirstOrDefault(item => item.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw S3Refusals.InvalidArgument($"The checksum algorithm '{name}' is not one of {string.Join(", ", All.Select(item => item.Name))}.");
}
