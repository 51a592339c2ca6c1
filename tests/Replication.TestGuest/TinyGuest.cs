using System.Text;

namespace Replication.TestGuest;

/// <summary>
/// An operating system in a boot sector, for BIOS on the older board (pc): it writes a copy of itself to the third sector of its disk, says a text on
/// the serial port, and then waits for the power button, upon which it switches the computer off.
/// </summary>
public static class TinyGuest
{
    private const int Sector = 512;
    private const int TextOffset = 0x100;
    private const int LongestText = 0xFD;

    /// <summary>Where it writes, in bytes.</summary>
    public const int CopyOffset = 2 * Sector;

    public static byte[] Disk(string text, int length = 1 << 20)
    {
        byte[] letters = Encoding.ASCII.GetBytes(text + "\r\n");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(letters.Length, LongestText, nameof(text));
        byte[] code =
        [
            0x31, 0xC0, 0x8E, 0xD8, 0x8E, 0xC0, 0x8E, 0xD0, 0xBC, 0x00, 0x7C, // xor ax, ax; mov ds, ax; mov es, ax; mov ss, ax; mov sp, 0x7C00
            0xB8, 0x01, 0x03, 0xB9, 0x03, 0x00, 0xBA, 0x80, 0x00, 0xBB, 0x00, 0x7C, // mov ax, 0x0301; mov cx, 3; mov dx, 0x80; mov bx, 0x7C00
            0xCD, 0x13, // int 0x13: write one sector
            0xBA, 0xFB, 0x03, 0xB0, 0x03, 0xEE, // mov dx, 0x3FB; mov al, 3; out dx, al: eight bits
            0xBE, 0x00, 0x7D, // mov si, 0x7D00
            0xAC, 0x84, 0xC0, 0x74, 0x12, 0x88, 0xC1, // print: lodsb; test al, al; jz printed; mov cl, al
            0xBA, 0xFD, 0x03, 0xEC, 0xA8, 0x20, 0x74, 0xFB, // mov dx, 0x3FD; ready: in al, dx; test al, 0x20; jz ready
            0x88, 0xC8, 0xBA, 0xF8, 0x03, 0xEE, 0xEB, 0xE9, // mov al, cl; mov dx, 0x3F8; out dx, al; jmp print
            0xBA, 0x02, 0x06, 0xB8, 0x00, 0x01, 0xEF, // printed: mov dx, 0x602; mov ax, 0x100; out dx, ax: the button is wanted
            0xBA, 0x00, 0x06, 0xFB, // mov dx, 0x600; sti
            0xED, 0xF6, 0xC4, 0x01, 0x75, 0x03, 0xF4, 0xEB, 0xF7, // wait: in ax, dx; test ah, 1; jnz off; hlt; jmp wait
            0xBA, 0x04, 0x06, 0xB8, 0x00, 0x20, 0xEF, // off: mov dx, 0x604; mov ax, 0x2000; out dx, ax: sleep without end
            0xF4, 0xEB, 0xFD, // halt: hlt; jmp halt
        ];
        var disk = new byte[length];
        code.CopyTo(disk, 0);
        letters.CopyTo(disk, TextOffset);
        disk[510] = 0x55;
        disk[511] = 0xAA;
        return disk;
    }
}
