using System.Buffers.Binary;
using System.Text;

namespace Archive.Tests.Simulators.WeCom;

/// <summary>Names of the functions that a 64-bit little-endian ELF library exports: a loader can only be asked for names it is told.</summary>
internal static class ElfExports
{
    private const int DynamicSymbols = 11;
    private const int Function = 2;

    public static List<string> FunctionsOf(string path)
    {
        ReadOnlySpan<byte> file = File.ReadAllBytes(path);
        var headers = (int)U64(file, 0x28);
        var size = U16(file, 0x3A);
        for (var i = 0; i < U16(file, 0x3C); i++)
        {
            var header = file.Slice(headers + (i * size), size);
            if (U32(header, 4) == DynamicSymbols)
            {
                var names = (int)U64(file.Slice(headers + ((int)U32(header, 40) * size), size), 24);
                return Read(file, file.Slice((int)U64(header, 24), (int)U64(header, 32)), names);
            }
        }

        return [];
    }

    private static List<string> Read(ReadOnlySpan<byte> file, ReadOnlySpan<byte> symbols, int names)
    {
        var found = new List<string>();
        for (; symbols.Length >= 24; symbols = symbols[24..])
        {
            var isDefined = U16(symbols, 6) != 0;
            if ((symbols[4] & 15) == Function && isDefined)
            {
                var name = file[(names + (int)U32(symbols, 0))..];
                found.Add(Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]));
            }
        }

        return found;
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong U64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
}
