using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Archive.Web.Auth;

/// <summary>Keeps the keys of cookies from lying in the clear in the database.</summary>
internal sealed class CookieKeyEncryptor(CookieKeyCipher cipher) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
        new XElement("sealedKey", Convert.ToBase64String(cipher.Encrypt(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting))))),
        typeof(CookieKeyDecryptor));
}

/// <summary>Made by the key manager, which finds its name beside the key: it must stay.</summary>
internal sealed class CookieKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(Encoding.UTF8.GetString(services.GetRequiredService<CookieKeyCipher>().Decrypt(Convert.FromBase64String(encryptedElement.Value))));
}
