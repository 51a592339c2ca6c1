using FsCheck;
using FsCheck.Fluent;
using Replication.Disks.Tests.Support;

namespace Replication.Disks.Tests;

/// <summary>
/// The same property as that of the seeded mutations, over whole sets of edits and a cut, in random order of sizes; what
/// breaks it is reduced to the fewest and smallest edits that still do.
/// </summary>
public sealed class ImagePropertyTests : IDisposable
{
    private const int MaximumEdits = 6;

    private readonly TestFolder _folder = new();

    public static TheoryData<string> Images => HostileImageTests.AllImages;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Images))]
    public void Any_edits_of_an_image_leave_one_that_is_read_or_refused(string kind)
    {
        (string path, byte[] bytes) = SmallImage.Make(kind, _folder);
        int[] places = [.. SmallImage.Structure(kind, bytes).SelectMany(part => Enumerable.Range(part.Offset, part.Length))];
        Gen<Edit> edit = from place in Gen.Elements(places) from value in Gen.Frequency((1, Gen.Elements<byte>(0, 0x7F, 0x80, 0xFF)), (2, Gen.Choose(0, 255).Select(number => (byte)number))) select new Edit(place, value);
        Gen<Damage> damage = from count in Gen.Choose(0, MaximumEdits) from edits in edit.ArrayOf(count) from cut in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Choose(1, bytes.Length))) select new Damage(edits, cut);
        int tests = Environment.GetEnvironmentVariable("REPLICATION_LONG_TESTS") == "1" ? 5000 : 100;
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(tests),
            Prop.ForAll(Arb.From(damage, Smaller), async given =>
            {
                await WriteAsync(path, bytes, given);
                await ImageProbe.OutcomeAsync(path, $"{kind}, {given}");
                return true;
            }));
    }

    private static async Task WriteAsync(string path, byte[] bytes, Damage damage)
    {
        var damaged = (byte[])bytes.Clone();
        foreach (Edit edit in damage.Edits) damaged[edit.Offset] = edit.Value;
        await File.WriteAllBytesAsync(path, damaged.AsMemory(0, bytes.Length - damage.Cut));
    }

    private static IEnumerable<Damage> Smaller(Damage damage)
    {
        if (damage.Cut > 0) yield return damage with { Cut = 0 };
        for (int i = 0; i < damage.Edits.Length; i++) yield return damage with { Edits = [.. damage.Edits.Where((_, position) => position != i)] };
    }

    private readonly record struct Edit(int Offset, byte Value);

    /// <param name="Edits">Bytes that are written over the image, in this order.</param>
    /// <param name="Cut">Bytes that are missing at its end.</param>
    private sealed record Damage(Edit[] Edits, int Cut)
    {
        public override string ToString() => $"edits [{string.Join(", ", Edits.Select(edit => $"{edit.Offset}: {edit.Value:x2}"))}], {Cut} bytes cut off";
    }
}
