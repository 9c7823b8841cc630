using System.Xml;
using Archive.Connectors.Http.Callbacks;

namespace Archive.Connectors.WeCom.Callbacks;

/// <summary>Reads the flat XML of an event: texts of the elements below the root. What strangers send is read too, because the signature stands over a part of it:
/// no document type, so no entities within or without, nothing nested, and no more than the body holds.</summary>
internal static class WeComXml
{
    private const int Nested = 2;

    /// <summary>Elements of an event. The ones with text of people have a few more.</summary>
    private const int MostFields = 100;

    /// <returns>Null when it is not such XML.</returns>
    public static IReadOnlyDictionary<string, string>? TryRead(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var stream = new MemoryStream(body.ToArray(), writable: false);
            using var reader = XmlReader.Create(stream, new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = CallbackRequest.MostBytes,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
                IgnoreWhitespace = true,
            });
            return Read(reader);
        }
        catch (Exception e) when (e is XmlException or InvalidOperationException or ArgumentException)
        {
            // The last two are of encodings that do not exist.
            return null;
        }
    }

    private static Dictionary<string, string>? Read(XmlReader reader)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var name = "";
        while (reader.Read())
        {
            if (reader.Depth > Nested || fields.Count > MostFields)
            {
                return null;
            }

            if (reader is { NodeType: XmlNodeType.Element, Depth: 1 })
            {
                name = reader.LocalName;
            }
            else if (reader is { NodeType: XmlNodeType.Text or XmlNodeType.CDATA, Depth: Nested } && !fields.TryAdd(name, reader.Value))
            {
                // An element twice, or text in pieces: which one was signed would be anybody's guess.
                return null;
            }
        }

        return fields;
    }
}
